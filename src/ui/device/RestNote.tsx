import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RestCheck, restCheck } from '#core/motion/rest-check';
import type { FrameStream } from '#studio/frame-bus';

const REFRESH_MS = 1000;

/** A word where a device at rest does not read what it should: the scale or the units are wrong. */
export function RestNote({ frames }: { readonly frames: FrameStream }) {
  const { t, i18n } = useTranslation('device');
  const [check, setCheck] = useState<RestCheck>();
  useEffect(() => {
    const timer = setInterval(() => {
      const { ring, description } = frames;
      if (ring && description) setCheck(restCheck(ring, description.channels));
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [frames]);
  if (typeof check !== 'object') return null;
  const measured = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 }).format(
    check.measured,
  );
  return (
    <Alert
      color="yellow"
      variant="light"
      mt="md"
      role="status"
      icon={<IconAlertTriangle size={18} aria-hidden />}
    >
      {t(`rest.${check.wrong}`, { measured })}
    </Alert>
  );
}
