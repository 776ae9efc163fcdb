import glueUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.js?url';
import wasmUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url';
import { Failure } from '#core/failure';

/** TensorFlow's own runtime with one model in it. */
export interface TfliteRuntime {
  readonly name: string;
  /** The output for one int8 input, a copy. */
  run(input: Int8Array): Int8Array | Promise<Int8Array>;
  close(): void;
}

/** Version as in package.json; the runtime does not tell its own. */
const NAME = 'LiteRT 2.5 (WebAssembly)';

/** `litert::ElementType`. */
const INT8 = 9;

interface Deletable {
  delete(): void;
}

interface TensorBuffer extends Deletable {
  /** Address in the heap. */
  lock(mode: unknown): number;
  unlock(): void;
  size(): number;
}

interface TensorType extends Deletable {
  elementType(): { readonly value: number };
  bytes(): number;
}

interface Model extends Deletable {
  getInputTensorType(signature: number, index: number): TensorType;
  getOutputTensorType(signature: number, index: number): TensorType;
}

interface CompiledModel extends Deletable {
  run(signature: number, inputs: TensorBuffer[]): TensorBuffer[] | Promise<TensorBuffer[]>;
}

interface Environment extends Deletable {
  readonly brand?: 'environment';
}

/**
 * The little of LiteRT's lower binding that is used here. Its public interface refuses int8 inputs
 * and outputs; this one takes them.
 */
interface LiteRtModule {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(address: number): void;
  setupLogging(): void;
  readonly LiteRtEnvironment: { create(webGpuDevice: null): Environment };
  loadModel(environment: Environment, address: number, size: number): Model;
  compileModel(
    environment: Environment,
    model: Model,
    options: object,
  ): CompiledModel | Promise<CompiledModel>;
  readonly LiteRtTensorBuffer: {
    createManaged(
      environment: Environment,
      bufferType: unknown,
      tensorType: TensorType,
      size: number,
    ): TensorBuffer;
  };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: unknown };
  readonly LiteRtTensorBufferLockMode: { readonly READ: unknown; readonly WRITE: unknown };
}

type ModuleFactory = (options: object) => Promise<LiteRtModule>;

/** In the development server asset addresses are paths; a build has whole ones. */
const here = import.meta.url;

let loading: Promise<LiteRtModule> | undefined;

/**
 * Opens an int8 `.tflite` file in LiteRT (TensorFlow Lite's successor) on its XNNPACK kernels,
 * single-threaded, from this site's own files. Rejects with `Failure`: `engine-crashed` if the
 * runtime does not load, `model-unsupported` if it refuses the file.
 */
export async function openRuntime(tflite: Uint8Array): Promise<TfliteRuntime> {
  loading ??= loadModule();
  const module = await loading.catch((cause: unknown) => {
    loading = undefined;
    throw new Failure('engine-crashed', `LiteRT did not load: ${String(cause)}`, { cause });
  });
  try {
    return await openModel(module, tflite);
  } catch (cause) {
    throw new Failure('model-unsupported', `LiteRT refuses the file: ${String(cause)}`, { cause });
  }
}

/**
 * The glue script is no module, and module workers have no `importScripts`: it is read as text and
 * imported with an export behind it. The build without relaxed SIMD runs in every browser, and
 * gives the same integers in each.
 */
async function loadModule(): Promise<LiteRtModule> {
  const response = await fetch(new URL(glueUrl, here));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const source = `${await response.text()}\nexport default ModuleFactory;`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    const { default: factory } = (await import(/* @vite-ignore */ url)) as {
      default: ModuleFactory;
    };
    const wasm = new URL(wasmUrl, here).href;
    const module = await factory({ locateFile: () => wasm, print() {}, printErr() {} });
    module.setupLogging();
    return module;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function openModel(module: LiteRtModule, tflite: Uint8Array): Promise<TfliteRuntime> {
  const opened: Deletable[] = [];
  const keep = <T extends Deletable>(thing: T): T => {
    opened.push(thing);
    return thing;
  };
  const address = module._malloc(tflite.length);
  const close = () => {
    for (const thing of opened.reverse()) thing.delete();
    opened.length = 0;
    module._free(address);
  };
  try {
    module.HEAPU8.set(tflite, address);
    const environment = keep(module.LiteRtEnvironment.create(null));
    const model = keep(module.loadModel(environment, address, tflite.length));
    // The binding reads the environment out of the options as well.
    const options = {
      environment: { liteRtEnvironment: environment },
      accelerator: 'wasm',
      cpuOptions: { numThreads: 1 },
      gpuOptions: {},
      webNNOptions: {},
    };
    const compiled = keep(await module.compileModel(environment, model, options));
    const inputType = keep(model.getInputTensorType(0, 0));
    const outputType = keep(model.getOutputTensorType(0, 0));
    for (const type of [inputType, outputType]) {
      const { value } = type.elementType();
      if (value !== INT8) throw new Error(`element type ${value} instead of int8`);
    }
    const input = keep(
      module.LiteRtTensorBuffer.createManaged(
        environment,
        module.LiteRtTensorBufferType.HOST_MEMORY,
        inputType,
        inputType.bytes(),
      ),
    );
    return { name: NAME, run: (values) => runModel(module, compiled, input, values), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function runModel(
  module: LiteRtModule,
  compiled: CompiledModel,
  input: TensorBuffer,
  values: Int8Array,
): Promise<Int8Array> {
  const { READ, WRITE } = module.LiteRtTensorBufferLockMode;
  const to = input.lock(WRITE);
  try {
    module.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, values.length), to);
  } finally {
    input.unlock();
  }
  const outputs = await compiled.run(0, [input]);
  const output = outputs[0]!;
  const from = output.lock(READ);
  try {
    return new Int8Array(module.HEAPU8.slice(from, from + output.size()).buffer);
  } finally {
    output.unlock();
    for (const one of outputs) one.delete();
  }
}
