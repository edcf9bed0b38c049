/**
 * SHA-256 over data that arrives in pieces, which WebCrypto cannot do: a large file need not lie in memory twice.
 * Source: FIPS 180-4, <https://csrc.nist.gov/pubs/fips/180-4/upd1/final>
 */

const BLOCK_BYTE_COUNT = 64;

const ROUND_CONSTANTS = firstPrimes(64).map((prime) => fraction(Math.cbrt(prime)));
const INITIAL_STATE = firstPrimes(8).map((prime) => fraction(Math.sqrt(prime)));

/** One running digest. */
export class SHA256 {
    #state = Uint32Array.from(INITIAL_STATE);
    #schedule = new Uint32Array(64);
    #pending = new Uint8Array(BLOCK_BYTE_COUNT);
    #pendingCount = 0;
    #byteCount = 0;

    /**
     * Takes the next bytes.
     *
     * @param {Uint8Array} bytes
     */
    update(bytes) {
        this.#byteCount += bytes.length;
        let offset = 0;
        if (this.#pendingCount > 0) {
            offset = Math.min(BLOCK_BYTE_COUNT - this.#pendingCount, bytes.length);
            this.#pending.set(bytes.subarray(0, offset), this.#pendingCount);
            this.#pendingCount += offset;
            if (this.#pendingCount < BLOCK_BYTE_COUNT) {
                return;
            }
            this.#digestBlock(new DataView(this.#pending.buffer), 0);
            this.#pendingCount = 0;
        }
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        for (; offset + BLOCK_BYTE_COUNT <= bytes.length; offset += BLOCK_BYTE_COUNT) {
            this.#digestBlock(view, offset);
        }
        this.#pending.set(bytes.subarray(offset));
        this.#pendingCount = bytes.length - offset;
    }

    /**
     * Ends the digest; nothing may follow.
     *
     * @returns {string} 64 lower-case hexadecimal digits
     */
    finish() {
        const bitCount = this.#byteCount * 8;
        const padding = new Uint8Array(((this.#pendingCount < 56 ? 56 : 120) - this.#pendingCount) + 8);
        padding[0] = 0x80;
        const view = new DataView(padding.buffer);
        view.setUint32(padding.length - 8, Math.floor(bitCount / 2 ** 32));
        view.setUint32(padding.length - 4, bitCount % 2 ** 32);
        this.update(padding);
        return [...this.#state].map((word) => word.toString(16).padStart(8, '0')).join('');
    }

    /**
     * @param {DataView} view
     * @param {number} offset
     */
    #digestBlock(view, offset) {
        const schedule = this.#schedule;
        for (let index = 0; index < 16; index += 1) {
            schedule[index] = view.getUint32(offset + index * 4);
        }
        for (let index = 16; index < 64; index += 1) {
            const early = schedule[index - 15];
            const late = schedule[index - 2];
            const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
            const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
            schedule[index] = schedule[index - 16] + small + schedule[index - 7] + large;
        }
        let [a, b, c, d, e, f, g, h] = this.#state;
        for (let index = 0; index < 64; index += 1) {
            const large = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
            const first = (h + large + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[index] + schedule[index]) | 0;
            const small = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
            const second = (small + ((a & b) ^ (a & c) ^ (b & c))) | 0;
            h = g;
            g = f;
            f = e;
            e = (d + first) | 0;
            d = c;
            c = b;
            b = a;
            a = (first + second) | 0;
        }
        [a, b, c, d, e, f, g, h].forEach((word, index) => {
            this.#state[index] += word;
        });
    }
}

/**
 * @param {number} word
 * @param {number} count
 * @returns {number}
 */
function rotate(word, count) {
    return (word >>> count) | (word << (32 - count));
}

/**
 * The first 32 bits behind the point.
 *
 * @param {number} value
 * @returns {number}
 */
function fraction(value) {
    return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

/**
 * @param {number} count
 * @returns {number[]}
 */
function firstPrimes(count) {
    /** @type {number[]} */
    const primes = [];
    for (let candidate = 2; primes.length < count; candidate += 1) {
        if (primes.every((prime) => candidate % prime !== 0)) {
            primes.push(candidate);
        }
    }
    return primes;
}
