/** Wearables on Bluetooth that can be asked for one by one; ids of the device layer's profiles. */
export const WEARABLES = [
  'nodlab',
  'microbit',
  'tf4micro',
  'espruino',
  'openearable',
  'pinetime',
  'thingy52',
  'movesense',
  'polar',
  'bluest',
  'sensiml',
  'nordic-uart-text',
] as const;

/** Lists every device near, known or not. */
export const ANY_WEARABLE = 'any';
