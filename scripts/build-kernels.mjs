// Compiles the training kernels (AssemblyScript) into a module that the engine imports.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'engine', 'kernels');

/** The text of `src/engine/kernels/training-kernels.ts`, from the sources beside it. */
export async function compileKernels() {
  const { default: asc } = await import('assemblyscript/asc');
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(
    [
      ...['assembly/index.ts', '--baseDir', folder, '--outFile', 'kernels.wasm'],
      ...['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'],
    ],
    {
      writeFile(_name, contents) {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const text = Buffer.from(binary).toString('base64');
  return [
    '/** The kernels in `assembly` as a WebAssembly module, base64; `npm run kernels` writes it. */',
    `export const TRAINING_KERNELS =\n  '${text}';`,
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(join(folder, 'training-kernels.ts'), await compileKernels());
}
