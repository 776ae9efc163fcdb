interface PreludeFunction {
  readonly uses: readonly PreludeName[];
  readonly text: string;
}

export type PreludeName =
  | 'shared'
  | 'dsp'
  | 'highMul'
  | 'divideByPowerOfTwo'
  | 'scale'
  | 'scaleEitherWay'
  | 'clamp'
  | 'shiftLeft'
  | 'reciprocal'
  | 'exponential'
  | 'clamp16'
  | 'int16Functions';

/**
 * Fixed-point functions of the generated C, each written only where it is used, in the order of
 * their uses. The algorithms are TensorFlow Lite's and gemmlowp's (both Apache-2.0), written anew.
 */
export const PRELUDE: Readonly<Record<PreludeName, PreludeFunction>> = {
  shared: {
    uses: [],
    text: `/* Of a function that several layers call: one copy of it will do. */
#if defined(__GNUC__)
#define SHARED __attribute__((noinline))
#else
#define SHARED
#endif
`,
  },
  dsp: {
    uses: [],
    text: `#if defined(NODLAB_USE_DSP) && defined(__ARM_FEATURE_DSP)
#define DSP 1
/* Bytes 0 and 2 of a word, and 1 and 3, as signed 16-bit pairs. */
static inline int32_t even_bytes(int32_t word) {
  int32_t pair;
  __asm__("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
  return pair;
}
static inline int32_t odd_bytes(int32_t word) {
  int32_t pair;
  __asm__("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));
  return pair;
}
static inline uint32_t add_products(int32_t a, int32_t b, uint32_t sum) {
  __asm__("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}
static inline int32_t load_word(const int8_t *from) {
  int32_t word;
  memcpy(&word, from, 4);
  return word;
}
#else
#define DSP 0
#endif
`,
  },
  highMul: {
    uses: [],
    text: `/* a * b / 2^31, rounded. The sum's right shift is arithmetic, as with every compiler for
   microcontrollers. gemmlowp: SaturatingRoundingDoublingHighMul. */
static int32_t high_mul(int32_t a, int32_t b) {
  return (int32_t)(((int64_t)a * b + (1 << 30)) >> 31);
}
`,
  },
  divideByPowerOfTwo: {
    uses: [],
    text: `/* x / 2^exponent, halves away from zero. gemmlowp: RoundingDivideByPOT. */
static int32_t divide_by_power_of_two(int32_t x, int32_t exponent) {
  const int32_t mask = (int32_t)((UINT32_C(1) << exponent) - 1);
  return (x >> exponent) + ((x & mask) > (mask >> 1) + (x < 0));
}
`,
  },
  scale: {
    uses: ['highMul'],
    text: `/* sum * factor / 2^31 / 2^(shift + 1), rounded twice, the second time halves away from zero.
   TensorFlow Lite: MultiplyByQuantizedMultiplier. */
static int32_t scale(int32_t sum, int32_t factor, int32_t shift) {
  const int32_t product = high_mul(sum, factor);
  return (((product + (product >> 31)) >> shift) + 1) >> 1;
}
`,
  },
  scaleEitherWay: {
    uses: ['highMul', 'divideByPowerOfTwo'],
    text: `/* sum * factor / 2^31 * 2^shift, rounded twice, the second time halves away from zero.
   TensorFlow Lite: MultiplyByQuantizedMultiplier. */
static int32_t scale_either_way(int32_t sum, int32_t factor, int32_t shift) {
  if (shift >= 0) return high_mul((int32_t)((uint32_t)sum << shift), factor);
  return divide_by_power_of_two(high_mul(sum, factor), -shift);
}
`,
  },
  clamp: {
    uses: [],
    text: `static int8_t clamp(int32_t value, int32_t lowest, int32_t highest) {
  return (int8_t)(value < lowest ? lowest : value > highest ? highest : value);
}
`,
  },
  shiftLeft: {
    uses: [],
    text: `/* x * 2^exponent, saturating. */
static int32_t shift_left(int32_t x, int32_t exponent) {
  if (x > (INT32_MAX >> exponent)) return INT32_MAX;
  if (x < (INT32_MIN >> exponent)) return INT32_MIN;
  return (int32_t)((uint32_t)x << exponent);
}
`,
  },
  reciprocal: {
    uses: ['highMul', 'shiftLeft'],
    text: `/* 1 / (1 + a) for a in [0, 1), both in Q0.31: three steps of Newton and Raphson from
   48/17 - 32/17 d. gemmlowp: one_over_one_plus_x_for_x_in_0_1. */
static int32_t reciprocal(int32_t a) {
  const int32_t half = (int32_t)(((uint32_t)a + UINT32_C(0x80000000)) >> 1);
  int32_t x = 1515870810 + high_mul(half, -1010580540);
  for (int step = 0; step < 3; step++) {
    x += shift_left(high_mul(x, (1 << 29) - high_mul(half, x)), 2);
  }
  return shift_left(x, 1);
}
`,
  },
  exponential: {
    uses: ['highMul'],
    text: `/* exp(a) in Q0.31 for a <= 0 in Q5.26: a Taylor series around -1/8, then factors exp(-1/4) to
   exp(-16). gemmlowp: exp_on_negative_values. */
static int32_t exponential(int32_t a) {
  static const int32_t factors[7] = {1672461947, 1302514674, 790015084, 290630308,
                                     39332535,   720401,     242};
  if (a == 0) return INT32_MAX;
  const int32_t part = (a & 0xffffff) - 0x1000000;
  const int32_t x = part * 32 + (1 << 28), x2 = high_mul(x, x), x4 = high_mul(x2, x2);
  const int32_t tail = high_mul(((x4 + 2) >> 2) + high_mul(x2, x), 715827883) + x2;
  int32_t result = 1895147668 + high_mul(1895147668, x + ((tail + 1) >> 1));
  int32_t left = (part - a) >> 24;
  for (const int32_t *factor = factors; left != 0; left >>= 1, factor++) {
    if (left & 1) result = high_mul(result, *factor);
  }
  return result;
}
`,
  },
  clamp16: {
    uses: [],
    text: `static int32_t clamp16(int32_t value) {
  return value < -32768 ? -32768 : value > 32767 ? 32767 : value;
}
`,
  },
  int16Functions: {
    uses: [],
    text: `/* logistic(x), 15 fractional bits, of x with 12: a straight line between the entries of a table.
   TensorFlow Lite: Logistic on int16. */
static int32_t logistic16(int32_t x, const uint16_t *table) {
  const int32_t size = (x < 0 ? -x : x) * 3, at = size >> 9;
  const int32_t above = table[at] * 512 + (size & 511) * (table[at + 1] - table[at]);
  return (x >= 0 ? above + 512 : (1 << 25) - above + 511) >> 10;
}

/* tanh(x), 15 fractional bits, of x with 12 - shift: 2 * logistic(2 x) - 1 by the same table. */
static int32_t tanh16(int32_t x, int32_t shift, const uint16_t *table) {
  const int32_t triple = shift < 0 ? (x * 3 + (1 << (-shift - 1))) >> -shift : x * (3 << shift);
  const int32_t size = triple < 0 ? -triple : triple, at = size >> 8;
  const int32_t above =
      at >= 255 ? 0xffff00 : table[at] * 256 + (size & 255) * (table[at + 1] - table[at]);
  return (triple >= 0 ? above - (1 << 23) + 128 : (1 << 23) - above + 127) >> 8;
}
`,
  },
};
