import { describe, expect, test } from 'vitest';
import { encodeDescription } from '../../src/core/motion/gatt-profile';
import { encodeSerialPacket, SERIAL_PACKET } from '../../src/core/motion/serial-framing';
import { createRandom } from '../../src/core/random';
import { WEARABLE_CC as cc, numbersOf, WearableScript } from '../support/wearable-c';
import { cableBatches, ONE, sanitizedWearable, seeds, written } from '../support/wearable-host';
import { expectTold, wildStream } from '../support/wearable-streams';

const play = sanitizedWearable();

describe.skipIf(!cc)('the cable', () => {
  test("has the page's bytes for any packet", () => {
    const script = new WearableScript().init(ONE).cable(true, 0).portRoom(1e9).drain();
    const random = createRandom(9);
    const packets: [number, Uint8Array][] = [
      [3, Uint8Array.of(0x57)],
      // Around COBS' pieces of 254 bytes, which type and CRC belong to.
      ...[251, 252, 253, 254].map((length): [number, Uint8Array] => [
        2,
        new Uint8Array(length).fill(7),
      ]),
      [1, new Uint8Array(255)],
    ];
    for (let i = 0; i < 600; i++) {
      const zeros = random.next();
      const payload = Uint8Array.from({ length: random.integer(400) }, () =>
        random.next() < zeros ? 0 : random.integer(256),
      );
      packets.push([random.integer(256), payload]);
    }
    for (const [type, payload] of packets) script.put(type, payload).drain();
    const said = play(script);
    expect(numbersOf(said)).toEqual(packets.map(() => 1));
    const start = 1 + encodeSerialPacket(SERIAL_PACKET.description, encodeDescription(ONE)).length;
    const expected = packets.flatMap(([type, payload]) => [...encodeSerialPacket(type, payload)]);
    expect(Buffer.compare(written(said).subarray(start), Uint8Array.from(expected))).toBe(0);
  });

  test('has the bytes that the document shows', () => {
    const script = new WearableScript().init(ONE).portRoom(1e9).cable(true, 0).battery(0x57);
    const hex = Buffer.from(written(play(script.poll(0)))).toString('hex');
    expect(hex).toBe(
      '00' + // ends what the boot loader printed
        '040101010101010548420104010108396163635' +
        '8c29000' +
        '0503574e6200',
    );
  });

  test('drops whole packets where the port is full, and says so by their numbers', () => {
    let frames = 0;
    let lost = 0;
    seeds(80, (random) => {
      const { script, timeline, description } = wildStream(random, 'cable');
      const said = play(script);
      const { batches, skipped, descriptions } = cableBatches(said, description);
      expect(skipped).toBe(0);
      expect(descriptions).toBeGreaterThan(0);
      const told = expectTold(timeline, batches, description);
      expect(numbersOf(said).at(-2)).toBe(told.frames);
      frames += told.frames;
      lost += told.lost;
    });
    console.log(`cable: ${frames} frames decoded, ${lost} told as lost`);
    expect(frames).toBeGreaterThan(10_000);
    expect(lost).toBeGreaterThan(200);
  });

  test('begins anew where the port takes nothing for long, whatever was cut off', () => {
    let lost = 0;
    let cut = 0;
    seeds(80, (random) => {
      const { script, timeline, description } = wildStream(random, 'stuck cable');
      const { batches, skipped, descriptions } = cableBatches(play(script), description);
      // Each beginning cuts one packet at most, and describes.
      expect(skipped).toBeLessThanOrEqual(descriptions);
      lost += expectTold(timeline, batches, description).lost;
      cut += skipped;
    });
    console.log(`stuck cable: ${lost} told as lost, ${cut} packets cut`);
    expect(lost).toBeGreaterThan(1000);
    expect(cut).toBeGreaterThan(5);
  });

  test('describes itself at once and every second, and tells the battery', () => {
    const script = new WearableScript().init(ONE).portRoom(1e9).battery(80).cable(true, 5_000_000);
    for (let ms = 0; ms <= 3500; ms += 10) {
      if (ms === 1700) script.battery(79);
      script.poll(5_000_000 + ms * 1000);
    }
    const { descriptions, batteries } = cableBatches(play(script), ONE);
    expect(descriptions).toBe(4);
    expect(batteries).toEqual([80, 80, 79, 79, 79]);
  });

  test('has nothing old for a host that comes back after it read nothing', () => {
    const script = new WearableScript().init(ONE).portRoom(300).cable(true, 0);
    // Open and unread for 20 seconds, then read.
    for (let i = 0; i < 2500; i++) {
      if (i === 2000) script.portRoom(1e9);
      script.pushAt(10_000 * (i + 1), [i]).poll(10_000 * (i + 1));
    }
    const { batches, skipped } = cableBatches(play(script.totals().poll(26e6)), ONE);
    // The packet that was cut off when the queue was emptied.
    expect(skipped).toBeLessThanOrEqual(1);
    const jump = batches.findIndex(({ lostBefore }) => lostBefore > 0);
    expect(jump).toBeGreaterThan(0);
    expect(batches[jump - 1]!.timestampMs.at(-1)).toBeLessThan(2000);
    expect(batches[jump]!.timestampMs[0]).toBeGreaterThan(19_900);
    const values = batches.flatMap((batch) => [...batch.values].map((one) => one * 8192));
    const before = batches.slice(0, jump).reduce((sum, one) => sum + one.values.length, 0);
    expect(values[before]! - values[before - 1]! - 1).toBe(batches[jump]!.lostBefore);
  });

  test('forgets what waited when the host closes the port', () => {
    const script = new WearableScript().init(ONE).cable(true, 0);
    for (let i = 0; i < 200; i++) script.pushAt(10_000 * i, [i]).poll(10_000 * i);
    script.cable(false, 2e6).portRoom(1e9).cable(true, 60e6).poll(60e6);
    for (let i = 0; i < 20; i++) script.pushAt(60e6 + 10_000 * i, [i]).poll(60e6 + 10_000 * i);
    const { batches, skipped } = cableBatches(play(script), ONE);
    expect(skipped).toBe(0);
    expect(batches[0]!.timestampMs[0]).toBe(60_000);
  });
});
