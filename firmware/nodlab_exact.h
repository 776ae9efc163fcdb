// Included first by every source that computes: the results are the page's to the bit only if each
// operation is rounded by itself, so compile with -ffp-contract=off and never with -ffast-math. The
// pragmas are for those who cannot choose the flags.

#ifndef NODLAB_EXACT_H
#define NODLAB_EXACT_H

#include <float.h>

#if FLT_EVAL_METHOD == 1 || FLT_EVAL_METHOD == 2
#error "Floats are computed as wider types here: the results would differ from the page's."
#endif
#if defined(__FAST_MATH__)
#error "Compile without -ffast-math: the results would differ from the page's."
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("-ffp-contract=off")
#endif

#endif  // NODLAB_EXACT_H
