import type { ExportedModel } from './exported-model';

const LINE_LENGTH = 98;

/**
 * `model.cc`: the file's bytes as one aligned array, which flash holds as it is. Numbers are decimal
 * and close together, which makes the text half as long as the usual hexadecimal.
 */
export function modelSource({ tflite, sha256 }: ExportedModel): string {
  const lines: string[] = [];
  let line = '';
  for (const byte of tflite) {
    const next = `${byte},`;
    if (line.length + next.length > LINE_LENGTH) {
      lines.push(line);
      line = '';
    }
    line += next;
  }
  lines.push(line);
  return `// model.tflite as an array, made by Nodlab.
// SHA-256 ${sha256}

#include "model.h"

// TensorFlow Lite Micro reads tensors in place and asks for 16 bytes of alignment.
alignas(16) const unsigned char g_model[] = {
${lines.join('\n')}
};

const unsigned int g_model_len = ${tflite.length};
`;
}
