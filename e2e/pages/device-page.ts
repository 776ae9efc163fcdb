import type { Page } from '@playwright/test';

/** Puts a board that prints lines at 50 Hz in the place of the browser's serial ports. */
function plugInBoard(): void {
  let wire: ReadableStreamDefaultController<Uint8Array> | undefined;
  let printing: ReturnType<typeof setInterval> | undefined;
  let plugged = true;
  let granted = false;
  const port = Object.assign(new EventTarget(), {
    getInfo: () => ({ usbVendorId: 0x2341, usbProductId: 0x0043 }),
    readable: null as ReadableStream<Uint8Array> | null,
    async open() {
      port.readable = new ReadableStream({
        start(controller) {
          wire = controller;
        },
      });
      printing = setInterval(() => {
        wire?.enqueue(new TextEncoder().encode('0.1,9.7,0.2,1.5,0,-2\n'.repeat(5)));
      }, 100);
    },
    async close() {
      clearInterval(printing);
    },
  });
  const serial = Object.assign(new EventTarget(), {
    getPorts: async () => (plugged && granted ? [port] : []),
    // Long enough for a person to change their mind.
    async requestPort() {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      granted = true;
      return port;
    },
  });
  Object.defineProperty(Navigator.prototype, 'serial', { get: () => serial });
  Object.assign(window, {
    pullCable() {
      plugged = false;
      clearInterval(printing);
      port.readable = null;
      wire?.error(new DOMException('The device has been lost.', 'NetworkError'));
    },
  });
}

/** The device page, in English. */
export class DevicePage {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/#/device');
    await this.page.getByRole('heading', { name: 'Device', level: 1 }).waitFor();
  }

  /** A way in, by the title of its card. */
  card(title: string) {
    return this.page.getByRole('article').filter({
      has: this.page.getByRole('heading', { name: title, exact: true }),
    });
  }

  async connectSimulator(): Promise<void> {
    await this.card('Simulated wearable').getByRole('button').click();
    await this.head.waitFor();
  }

  /** Before the app is opened. */
  async plugInBoard(): Promise<void> {
    await this.page.addInitScript(plugInBoard);
  }

  async pullCable(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as { pullCable(): void }).pullCable());
  }

  get head() {
    return this.page.getByRole('img', { name: 'The simulated head as it moves' });
  }

  /** Path data of one part of the drawn head; changes as it moves. */
  headPart(part: string) {
    return this.head.locator(`[data-part=${part}]`).getAttribute('d');
  }

  /** A movement's button on the page; the dock has some of the same names. */
  move(name: string) {
    return this.page
      .getByRole('group', { name: 'Movements' })
      .getByRole('button', { name, exact: true });
  }

  /** Where the simulated head is held: Down, Level or Up. */
  async holdHead(posture: string): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Head' })
      .getByText(posture, { exact: true })
      .click();
  }

  async rateHz(): Promise<number> {
    return Number.parseFloat(await this.page.getByTestId('rate').innerText());
  }
}
