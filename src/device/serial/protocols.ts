import { nodlabPackets } from './nodlab-packets';
import { sensimlSerial } from './sensiml-serial';
import type { SerialProtocol } from './serial-protocol';
import { textLines } from './text-lines';

/** Every protocol that is looked for on a cable; the last one says what is wrong if none is found. */
export const SERIAL_PROTOCOLS: readonly SerialProtocol[] = [
  nodlabPackets,
  sensimlSerial,
  textLines,
];
