import { TextStream } from '../text-stream';
import type { SerialProtocol } from './serial-protocol';

/** Lines of numbers, JSON or named values: the Edge Impulse data forwarder and most sketches. */
export const textLines: SerialProtocol = {
  id: 'text-lines',
  start(sink, options) {
    const stream = new TextStream(sink, options);
    const decoder = new TextDecoder();
    return {
      push: (bytes, arrivalMs) => stream.push(decoder.decode(bytes, { stream: true }), arrivalMs),
      ready: () => stream.ready(options.signal),
    };
  },
};
