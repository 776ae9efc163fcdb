import type { Kernel } from '../c-source';

/** A copy of what a kernel covers at the border, with the zero point where there is nothing. */
export const PATCH: Kernel = {
  name: 'patch',
  says: 'What a kernel covers at (top, left), with the zero point where it lies outside.',
  pointers: ['int8_t *to', 'const int8_t *x', 'int32_t top', 'int32_t left'],
  sizes: ['rows', 'columns', 'height', 'width', 'channels', 'outside'],
  uses: () => [],
  body: () => `  const int32_t first = left < 0 ? -left : 0;
  const int32_t end = width - left < columns ? width - left : columns;
  memset(to, outside, (size_t)(rows * columns * channels));
  for (int32_t r = 0; r < rows; r++) {
    if (top + r < 0 || top + r >= height) continue;
    memcpy(to + (r * columns + first) * channels,
           x + ((top + r) * width + left + first) * channels, (size_t)((end - first) * channels));
  }`,
};
