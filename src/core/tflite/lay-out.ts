import { FILE_IDENTIFIER } from './schema';
import { SharingBuilder } from './sharing-builder';
import { INPUT_NAME, OUTPUT_NAME, type WritePlan } from './write-plan';
import * as tables from './write-tables';

/** What the file says of itself. */
export interface DescribeOptions {
  readonly description?: string;
}

/** The bytes of a planned file: one subgraph, signature `serving_default`; equal plans, equal bytes. */
export function layOut(plan: WritePlan, description: string): Uint8Array {
  const b = new SharingBuilder(1024);
  const versionBuffer = nulPadded(plan.minRuntimeVersion, 16);
  // Weights first: what is written first lies last, and small tables then precede them.
  const buffers = [...plan.buffers, versionBuffer].map((data) => tables.writeBuffer(b, data));
  const tensors = plan.tensors.map((tensor) => tables.writeTensor(b, tensor));
  const operators = plan.operators.map((operator) => tables.writeOperator(b, operator));
  const subgraph = tables.writeSubGraph(b, {
    tensors,
    inputs: [plan.input],
    outputs: [plan.output],
    operators,
    name: 'main',
  });
  const signature = tables.writeSignatureDef(b, {
    inputs: [{ name: INPUT_NAME, tensorIndex: plan.input }],
    outputs: [{ name: OUTPUT_NAME, tensorIndex: plan.output }],
    signatureKey: 'serving_default',
    subgraphIndex: 0,
  });
  const metadata = tables.writeMetadata(b, {
    name: 'min_runtime_version',
    buffer: buffers.length - 1,
  });
  const model = tables.writeModel(b, {
    operatorCodes: plan.operatorCodes.map((code) => tables.writeOperatorCode(b, code)),
    subgraphs: [subgraph],
    description,
    buffers,
    metadata: [metadata],
    signatureDefs: [signature],
  });
  b.finish(model, FILE_IDENTIFIER);
  return b.asUint8Array().slice();
}

/** ASCII, filled up with NUL to at least `length` bytes. */
function nulPadded(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(length, text.length));
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
