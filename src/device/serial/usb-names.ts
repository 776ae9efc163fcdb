/** Vendor numbers of makers of boards, and of the chips between board and cable. */
const MAKERS = new Map([
  [0x2341, 'Arduino'],
  [0x239a, 'Adafruit'],
  [0x2886, 'Seeed'],
  [0x303a, 'Espressif'],
  [0x2e8a, 'Raspberry Pi'],
  [0x0d28, 'micro:bit'],
  [0x0483, 'STMicroelectronics'],
  [0x1915, 'Nordic'],
  [0x10c4, 'Silicon Labs'],
  [0x1a86, 'WCH'],
  [0x0403, 'FTDI'],
]);

/** What a port is called: its maker, and a number where there are several of one kind. */
export function portName({ usbVendorId }: SerialPortInfo, index: number): string {
  const maker = usbVendorId === undefined ? 'Serial port' : (MAKERS.get(usbVendorId) ?? 'USB');
  return index === 0 ? maker : `${maker} ${index + 1}`;
}
