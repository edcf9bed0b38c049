// What Swift cannot import from libvpx by itself. Each function says why it exists.
#pragma once
#include <vpx/vp8cx.h>
#include <vpx/vp8dx.h>
#include <vpx/vpx_decoder.h>
#include <vpx/vpx_encoder.h>

// vpx_codec_enc_init is a macro that adds the ABI version of this header.
static inline vpx_codec_err_t nearhand_vp8_encoder_init(vpx_codec_ctx_t *context, const vpx_codec_enc_cfg_t *configuration) {
    return vpx_codec_enc_init(context, vpx_codec_vp8_cx(), configuration, 0);
}

// The same for VP9.
static inline vpx_codec_err_t nearhand_vp9_encoder_init(vpx_codec_ctx_t *context, const vpx_codec_enc_cfg_t *configuration) {
    return vpx_codec_enc_init(context, vpx_codec_vp9_cx(), configuration, 0);
}

// vpx_codec_dec_init is a macro that adds the ABI version of this header.
static inline vpx_codec_err_t nearhand_vp8_decoder_init(vpx_codec_ctx_t *context, const vpx_codec_dec_cfg_t *configuration) {
    return vpx_codec_dec_init(context, vpx_codec_vp8_dx(), configuration, 0);
}

// The same for VP9.
static inline vpx_codec_err_t nearhand_vp9_decoder_init(vpx_codec_ctx_t *context, const vpx_codec_dec_cfg_t *configuration) {
    return vpx_codec_dec_init(context, vpx_codec_vp9_dx(), configuration, 0);
}

// vpx_codec_control is variadic; this is the form for controls that take an int or an unsigned int.
static inline vpx_codec_err_t nearhand_vpx_control_int(vpx_codec_ctx_t *context, int control, int value) {
    return vpx_codec_control_(context, control, value);
}

// vpx_codec_control is variadic; this is the form for controls that answer through an int pointer.
static inline vpx_codec_err_t nearhand_vpx_control_get_int(vpx_codec_ctx_t *context, int control, int *value) {
    return vpx_codec_control_(context, control, value);
}

// The key-frame flag is a macro with a cast in some releases of libvpx.
static inline int nearhand_vpx_packet_is_key_frame(const vpx_codec_cx_pkt_t *packet) {
    return (packet->data.frame.flags & VPX_FRAME_IS_KEY) != 0;
}

// vpx_codec_control is variadic; this is the form for the active map, which libvpx copies. No map: all is active.
static inline vpx_codec_err_t nearhand_vpx_set_active_map(
    vpx_codec_ctx_t *context, unsigned char *map, unsigned int rows, unsigned int columns) {
    vpx_active_map_t active = {map, rows, columns};
    return vpx_codec_control_(context, VP8E_SET_ACTIVEMAP, &active);
}

// The flags are macros with casts, as is VPX_DL_REALTIME in some releases. With layers every frame refers to the last
// frame of layer 0 alone; one above layer 0 leaves all references and probabilities as they are.
static inline vpx_codec_err_t nearhand_vpx_encode_realtime(
    vpx_codec_ctx_t *context, const vpx_image_t *image, vpx_codec_pts_t time, int force_key_frame, int is_discardable,
    int has_layers) {
    vpx_enc_frame_flags_t flags = 0;
    if (has_layers) flags |= VP8_EFLAG_NO_REF_GF | VP8_EFLAG_NO_REF_ARF | VP8_EFLAG_NO_UPD_GF | VP8_EFLAG_NO_UPD_ARF;
    if (is_discardable) flags |= VP8_EFLAG_NO_UPD_LAST | VP8_EFLAG_NO_UPD_ENTROPY;
    if (force_key_frame) flags = VPX_EFLAG_FORCE_KF;
    return vpx_codec_encode(context, image, time, 1, flags, VPX_DL_REALTIME);
}
