import { join } from 'node:path';
import { build, type Rolldown } from 'vite';

/** One change of a line or two of `src/core`. */
export interface Mutation {
  readonly name: string;
  /** Below `src/core`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

const CORE = join(import.meta.dirname, '..', '..', 'src', 'core');

type RunInt8 = typeof import('../../src/core/compress/run-int8');

/** `run-int8` built from the sources with one change; throws where the change has no place. */
export async function loadMutant({ name, file, find, replace }: Mutation): Promise<RunInt8> {
  let places = 0;
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutate',
        enforce: 'pre',
        transform(code, id) {
          if (id !== join(CORE, file)) return undefined;
          const pieces = code.split(find);
          places = pieces.length - 1;
          return pieces.join(replace);
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      lib: { entry: join(CORE, 'compress', 'run-int8.ts'), formats: ['es'] },
    },
  })) as Rolldown.RolldownOutput[];
  if (places !== 1) throw new Error(`${name}: ${places} places in ${file}`);
  const [{ code }] = built[0]!.output;
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
