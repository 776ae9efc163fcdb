import { useMemo } from 'react';
import { useStore } from 'zustand';
import { SpaceLeft } from '../parts/SpaceLeft';
import { useStudio } from '../parts/studio-context';

/** Of a device that does not say its rate, or of none at all, Hz. */
const USUAL_RATE_HZ = 100;
const USUAL_CHANNELS = 9;

/** The space left, in time at what the connected devices send. */
export function SpaceForRecording() {
  const links = useStore(useStudio().device.store, (state) => state.links);
  const streams = useMemo(() => {
    const sent = links.flatMap(({ description, health }) =>
      description === undefined
        ? []
        : [
            {
              channelCount: description.channels.length,
              rateHz: description.nominalRateHz || health?.rateHz || USUAL_RATE_HZ,
            },
          ],
    );
    return sent.length > 0 ? sent : [{ channelCount: USUAL_CHANNELS, rateHz: USUAL_RATE_HZ }];
  }, [links]);
  return <SpaceLeft streams={streams} />;
}
