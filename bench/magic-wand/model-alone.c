// The model on a window that lies in memory already.

#include "model.h"

static int8_t input[NODLAB_MODEL_INPUT_SIZE];
static int8_t output[NODLAB_MODEL_OUTPUT_SIZE];

int main(void) {
  for (;;) {
    nodlab_model_run(input, output);
    __asm__ volatile("" : : "r"(input), "r"(output) : "memory");
  }
}
