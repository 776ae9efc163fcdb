import { createStore } from 'zustand/vanilla';
import type { Device, DeviceKind, Peer } from '#device/device';
import type { SimulatorDevice } from '#device/simulator';
import type { Platform } from '#platform/platform';
import { createDeviceLink, type DeviceLink } from './device-link';
import type { DeviceState, DeviceStation, GrantedView } from './device-station';
import type { LeadFrames } from './frame-bus';

/** Every way in. */
export interface Devices {
  readonly simulator: SimulatorDevice;
  readonly others: readonly Device[];
}

export interface DeviceDeps {
  readonly devices: Devices;
  /** Follows the leading device. */
  readonly frames: LeadFrames;
  readonly platform: Pick<Platform, 'nowMs' | 'preference' | 'setPreference'>;
}

/** The devices in use, and those that could be. */
export function createDeviceStation({ devices, frames, platform }: DeviceDeps): DeviceStation {
  const store = createStore<DeviceState>(() => ({ links: [], granted: [] }));
  const ways = [devices.simulator, ...devices.others];
  let links: readonly DeviceLink[] = [];
  let peers: readonly Peer[] = [];
  let linkCount = 0;
  let changing: AbortController | undefined;
  /** Ends when every device that was let go is free. */
  let freed: Promise<unknown> = Promise.resolve();

  function wayOf(kind: DeviceKind): Device {
    const way = ways.find((one) => one.kind === kind);
    if (!way) throw new RangeError(`no way in of kind ${kind}`);
    return way;
  }

  function publish(): void {
    const views = links.map(({ view }) => view);
    // Before the state: who hears of another lead listens to its frames already.
    const lead = links.find(({ view }) => view.description !== undefined);
    frames.follow(lead?.frames);
    store.setState({ links: views });
  }

  /** Who is in use is not offered. */
  function publishGranted(): void {
    const inUse = new Set(links.map(({ peer }) => peer?.id));
    const granted: GrantedView[] = peers
      .filter(({ id }) => !inUse.has(id))
      .map(({ id, kind, name, forget }) => ({
        peerId: id,
        kind,
        name,
        canForget: forget !== undefined,
      }));
    store.setState({ granted });
  }

  async function readGranted(): Promise<void> {
    peers = (await Promise.all(ways.map((way) => way.granted()))).flat();
    publishGranted();
  }

  /** A cable that is plugged in again, say: whoever waits for it need not wait for the next try. */
  async function greet(): Promise<void> {
    await readGranted();
    const here = new Set(peers.map(({ id }) => id));
    for (const { peer, view, welcome } of links) {
      const { state } = view;
      const waits =
        state.phase === 'lost' ||
        state.phase === 'reconnecting' ||
        (state.phase === 'failed' && state.reason.code === 'device-unreachable');
      if (waits && peer && here.has(peer.id)) welcome();
    }
  }

  async function refind(peer: Peer): Promise<Peer> {
    const now = await wayOf(peer.kind).granted();
    return now.find(({ id }) => id === peer.id) ?? peer;
  }

  async function letGo(which: (link: DeviceLink) => boolean): Promise<void> {
    const leaving = links.filter(which);
    if (leaving.length === 0) return void (await freed);
    links = links.filter((link) => !leaving.includes(link));
    publish();
    freed = Promise.all([freed, ...leaving.map((link) => link.leave())]);
    publishGranted();
    await freed;
  }

  async function add(kind: DeviceKind, beside: boolean, start: Start): Promise<void> {
    changing?.abort();
    const mine = new AbortController();
    changing = mine;
    await letGo(
      ({ view }) => !beside || isTrying(view.state.phase) || view.state.phase === 'failed',
    );
    // Given up, or overtaken by another try, while leaving: no chooser must open for it.
    if (mine.signal.aborted) return;
    const link = createDeviceLink({
      id: `link-${++linkCount}`,
      kind,
      platform,
      choose: start.choose,
      refind,
      onChosen: (peer) => isNew(link, peer),
      onChange() {
        if (links.includes(link)) publish();
      },
      onGone: () => void letGo((one) => one === link),
    });
    links = [...links, link];
    await link.start(start.peer);
    void readGranted();
  }

  /** A device that is chosen twice goes on with the link that it has. */
  function isNew(link: DeviceLink, peer: Peer): boolean {
    const before = links.find((one) => one !== link && one.peer?.id === peer.id);
    if (before) {
      void letGo((one) => one === link);
      before.retry();
    }
    return before === undefined;
  }

  for (const way of ways) way.onGrantedChange(() => void greet());
  void readGranted();

  return {
    store,
    simulator: devices.simulator.control,
    availability: (kind) => wayOf(kind).availability(),

    async connect(kind, { profile, beside = false } = {}) {
      const way = wayOf(kind);
      const choose = (signal: AbortSignal) =>
        way.choose({ signal, ...(profile === undefined ? {} : { profile }) });
      await add(kind, beside, { choose });
    },

    async connectGranted(peerId, { beside = false } = {}) {
      const peer = peers.find(({ id }) => id === peerId);
      if (!peer || links.some((link) => link.peer?.id === peerId)) return;
      await add(peer.kind, beside, { peer, choose: async () => peer });
    },

    async forget(peerId) {
      await letGo(({ peer }) => peer?.id === peerId);
      await peers.find(({ id }) => id === peerId)?.forget?.();
      await readGranted();
    },

    retry: (linkId) => links.find((link) => link.linkId === linkId)?.retry(),

    cancel() {
      changing?.abort();
      void letGo(({ view }) => isTrying(view.state.phase));
    },

    async disconnect(linkId) {
      changing?.abort();
      await letGo((link) => linkId === undefined || link.linkId === linkId);
    },

    setColumns(linkId, mapping) {
      links.find((link) => link.linkId === linkId)?.setColumns(mapping);
    },
    rowsOf: (linkId) => links.find((link) => link.linkId === linkId)?.rows() ?? [],
    streams: () => links.filter(({ view }) => view.description !== undefined),
  };
}

interface Start {
  readonly peer?: Peer;
  choose(signal: AbortSignal): Promise<Peer>;
}

function isTrying(phase: DeviceState['links'][number]['state']['phase']): boolean {
  return phase === 'idle' || phase === 'choosing' || phase === 'connecting';
}
