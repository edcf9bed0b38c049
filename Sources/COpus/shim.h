// What Swift cannot import from libopus by itself. Each function says why it exists.
#pragma once
#include <opus/opus.h>

// opus_encoder_ctl is variadic; this is the form for requests that take an integer.
static inline int nearhand_opus_encoder_set(OpusEncoder *encoder, int request, opus_int32 value) {
    return opus_encoder_ctl(encoder, request, value);
}

// opus_decoder_ctl is variadic; this is the form for requests without a value.
static inline int nearhand_opus_decoder_order(OpusDecoder *decoder, int request) {
    return opus_decoder_ctl(decoder, request);
}
