// What Swift cannot import from libsrtp2 by itself. Each function says why it exists.
#pragma once
#include <srtp2/srtp.h>
#include <string.h>

// srtp_policy_t holds an anonymous union and an enum of its own in srtp_ssrc_t; filled here it needs no knowledge of both.
static inline void nearhand_srtp_policy_init(srtp_policy_t *policy, srtp_ssrc_type_t direction) {
    memset(policy, 0, sizeof(*policy));
    policy->ssrc.type = direction;
}
