import { BusObjects, type Call, flag, octet, text, texts, uint32 } from './bus-objects';
import { FakeWearable, type WearableOptions } from './fake-wearable';
import { startPrivateBus } from './private-bus';

const ADAPTER_PATH = '/org/bluez/hci0';
const ADAPTER = 'org.bluez.Adapter1';

/**
 * A pretend bluetoothd: it owns `org.bluez` on a private D-Bus, and Chromium's own Bluetooth stack
 * talks to it as to the real one (BlueZ's `doc/*-api.txt`). Nothing of the page is replaced.
 */
export interface FakeBluez {
  /** What Chromium has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts a wearable into range. */
  add(options: WearableOptions): FakeWearable;
  stop(): Promise<void>;
}

export async function startFakeBluez(): Promise<FakeBluez> {
  const bus = await startPrivateBus();
  const wearables: FakeWearable[] = [];
  const objects = new BusObjects(bus.address, (call) => {
    if (!wearables.some((one) => one.handle(call))) handleAdapter(call);
  });

  function handleAdapter(call: Call): void {
    call.answer();
    if (call.member !== 'StartDiscovery' && call.member !== 'StopDiscovery') return;
    const discovering = call.member === 'StartDiscovery';
    objects.change(ADAPTER_PATH, ADAPTER, { Discovering: flag(discovering) });
    if (discovering) for (const one of wearables) one.advertise();
  }

  objects.add('/org/bluez', { 'org.bluez.AgentManager1': {}, 'org.bluez.ProfileManager1': {} });
  objects.add(ADAPTER_PATH, {
    [ADAPTER]: {
      Address: text('00:11:22:33:44:55'),
      AddressType: text('public'),
      Name: text('pretend'),
      Alias: text('pretend'),
      Class: uint32(0),
      Powered: flag(true),
      Discoverable: flag(false),
      DiscoverableTimeout: uint32(0),
      Pairable: flag(true),
      PairableTimeout: uint32(0),
      Discovering: flag(false),
      UUIDs: texts([]),
      Modalias: text('usb:v1D6Bp0246d0542'),
      Roles: texts(['central', 'peripheral']),
    },
    'org.bluez.GattManager1': {},
    'org.bluez.LEAdvertisingManager1': {
      ActiveInstances: octet(0),
      SupportedInstances: octet(5),
      SupportedIncludes: texts([]),
    },
  });
  await objects.own('org.bluez');
  await objects.onClientGone((client) => {
    for (const one of wearables) one.clientGone(client);
  });

  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: bus.address },
    add(options) {
      const wearable = new FakeWearable(objects, ADAPTER_PATH, options);
      wearables.push(wearable);
      wearable.appear();
      return wearable;
    },
    async stop() {
      objects.disconnect();
      await bus.stop();
    },
  };
}
