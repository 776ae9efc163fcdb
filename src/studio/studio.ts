import type { Platform } from '#platform/platform';
import type { Storage } from '#storage/storage';
import type { AppsStation } from './apps-station';
import type { CameraStation } from './camera-station';
import type { CompressStation } from './compress-store';
import type { DeviceStation } from './device-station';
import type { ExportStation } from './export-store';
import type { FrameStream } from './frame-bus';
import type { ImportStation } from './import-station';
import type { LabelStation } from './label-station';
import type { LiveStation } from './live-station';
import type { OpenedModelStation } from './opened-model-store';
import type { ProfileStation } from './profile-store';
import type { ProjectStation } from './project-station';
import type { RecordStation } from './record-station';
import type { StartingPoints } from './starting-points';
import type { TrainStation } from './train-store';
import type { TunerStation } from './tuner-station';

/** The whole app without its interface: one station a step of the path. */
export interface Studio {
  readonly platform: Platform;
  readonly storage: Storage;
  /** The leading device's. */
  readonly frames: FrameStream;
  readonly project: ProjectStation;
  readonly device: DeviceStation;
  readonly record: RecordStation;
  readonly camera: CameraStation;
  readonly importing: ImportStation;
  readonly label: LabelStation;
  readonly starting: StartingPoints;
  readonly train: TrainStation;
  readonly compress: CompressStation;
  readonly profile: ProfileStation;
  readonly tuner: TunerStation;
  readonly export: ExportStation;
  readonly openedModel: OpenedModelStation;
  readonly live: LiveStation;
  readonly apps: AppsStation;
}
