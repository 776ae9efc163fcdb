import {
  IconApps,
  IconBroadcast,
  IconCpu,
  IconDeviceWatch,
  IconFileExport,
  IconPlayerRecord,
  IconSchool,
  IconTags,
  type TablerIcon,
} from '@tabler/icons-react';
import type { StationId } from '#studio/path-state';

export const STATION_ICONS: Readonly<Record<StationId, TablerIcon>> = {
  device: IconDeviceWatch,
  record: IconPlayerRecord,
  label: IconTags,
  train: IconSchool,
  compress: IconCpu,
  export: IconFileExport,
  live: IconBroadcast,
  apps: IconApps,
};
