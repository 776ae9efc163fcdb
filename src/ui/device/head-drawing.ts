import { type Quaternion, rotate, type Vector3 } from '#core/motion/orientation';

/** What a frame of the drawn head consists of: path data and, for what can turn away, whether seen. */
export interface HeadDrawing {
  readonly neck: string;
  readonly skull: string;
  readonly hair: string;
  readonly nose: string;
  readonly mouth: string;
  readonly brows: string;
  readonly eyes: string;
  readonly ear: string;
  /** The wearable, at the left ear. */
  readonly device: string;
}

/** Head axes as in `orientation.ts`: X back, Y up, Z left. Units of the drawing, from the neck. */
const RADII: Vector3 = [40, 50, 35];
const CENTRE: Vector3 = [-6, 56, 0];
/** Where the neck leaves the shoulders, world axes. */
const NECK_BASE: Vector3 = [6, -26, 0];
/** From the person's front left, a little above: pitch, yaw and roll all show. */
const VIEW_AZIMUTH = (38 * Math.PI) / 180;
const VIEW_ELEVATION = (8 * Math.PI) / 180;
const TOWARDS: Vector3 = [
  -Math.cos(VIEW_ELEVATION) * Math.cos(VIEW_AZIMUTH),
  Math.sin(VIEW_ELEVATION),
  Math.cos(VIEW_ELEVATION) * Math.sin(VIEW_AZIMUTH),
];
const RIGHT: Vector3 = [Math.sin(VIEW_AZIMUTH), 0, Math.cos(VIEW_AZIMUTH)];
const UP: Vector3 = [
  Math.sin(VIEW_ELEVATION) * Math.cos(VIEW_AZIMUTH),
  Math.cos(VIEW_ELEVATION),
  -Math.sin(VIEW_ELEVATION) * Math.sin(VIEW_AZIMUTH),
];

const dot = (a: Vector3, b: Vector3) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Direction by azimuth (to the left) and elevation as seen from the head's middle, degrees. */
function direction(azimuth: number, elevation: number): Vector3 {
  const [a, e] = [radians(azimuth), radians(elevation)];
  return [-Math.cos(e) * Math.cos(a), Math.sin(e), Math.cos(e) * Math.sin(a)];
}

/** A point of the head's surface, or `out` times as far out. */
function surface([x, y, z]: Vector3, out = 1): Vector3 {
  return [
    CENTRE[0] + x * RADII[0] * out,
    CENTRE[1] + y * RADII[1] * out,
    CENTRE[2] + z * RADII[2] * out,
  ];
}

/** A patch of the surface that is culled when it faces away. */
interface Patch {
  readonly points: readonly Vector3[];
  readonly normal: Vector3;
}

function patch(corners: readonly Vector3[], middle: Vector3, out = 1): Patch {
  const [x, y, z] = middle;
  const normal: Vector3 = [x / RADII[0], y / RADII[1], z / RADII[2]];
  return { points: corners.map((corner) => surface(corner, out)), normal };
}

function oval(azimuth: number, elevation: number, width: number, height: number): Patch {
  const corners = Array.from({ length: 16 }, (_, index) => {
    const turn = (index / 16) * 2 * Math.PI;
    return direction(azimuth + width * Math.cos(turn), elevation + height * Math.sin(turn));
  });
  return patch(corners, direction(azimuth, elevation));
}

/** Elevation where the hair begins: high at the forehead, down to the nape. */
function hairline(azimuth: number): number {
  const away = Math.abs(azimuth) / 180;
  return 40 - 15 * away - 70 * away ** 3;
}

const HAIR: readonly Patch[] = hairPatches();
const EYES = [oval(23, 4, 5.5, 3.6), oval(-23, 4, 5.5, 3.6)];
const BROWS = [brow(23), brow(-23)];
const MOUTH = [-15, -7.5, 0, 7.5, 15].map((azimuth) =>
  surface(direction(azimuth, -38 - 3 * Math.cos(radians(azimuth * 6)))),
);
const NOSE: readonly Vector3[] = [
  surface(direction(0, 8)),
  surface(direction(0, -14), 1.24),
  surface(direction(9, -20), 1.02),
];
const EAR = oval(96, -2, 10, 12);
const DEVICE = oval(90, -6, 6, 6);

function brow(azimuth: number): Patch {
  const corners = [-9, -3, 3, 9].map((step) => direction(azimuth + step, 14 - (step / 9) ** 2 * 2));
  return patch(corners, direction(azimuth, 14));
}

function hairPatches(): Patch[] {
  const patches: Patch[] = [];
  const columns = 24;
  const rows = 5;
  for (let column = 0; column < columns; column++) {
    const left = -180 + (360 * column) / columns;
    const right = left + 360 / columns;
    const at = (azimuth: number, row: number) =>
      direction(azimuth, hairline(azimuth) + ((90 - hairline(azimuth)) * row) / rows);
    for (let row = 0; row < rows; row++) {
      const corners = [at(left, row), at(right, row), at(right, row + 1), at(left, row + 1)];
      patches.push(patch(corners, at((left + right) / 2, row + 0.5), 1.03));
    }
  }
  return patches;
}

/** Draws the head as it stands, about the neck at 0, 0; y points down as in SVG. */
export function drawHead(pose: Quaternion): HeadDrawing {
  const point = (at: Vector3) => {
    const turned = rotate(pose, at);
    return `${dot(turned, RIGHT).toFixed(1)} ${(-dot(turned, UP)).toFixed(1)}`;
  };
  const line = (points: readonly Vector3[]) => `M${points.map(point).join('L')}`;
  const shown = ({ points, normal }: Patch, closed = true) =>
    dot(rotate(pose, normal), TOWARDS) > 0 ? `${line(points)}${closed ? 'Z' : ''}` : '';
  const base = `${dot(NECK_BASE, RIGHT).toFixed(1)} ${(-dot(NECK_BASE, UP)).toFixed(1)}`;
  return {
    neck: `M${base}L${point([4, 30, 0])}`,
    skull: skullOutline(pose),
    hair: HAIR.map((one) => shown(one)).join(''),
    nose: line(NOSE),
    mouth: line(MOUTH),
    brows: BROWS.map((one) => shown(one, false)).join(''),
    eyes: EYES.map((one) => shown(one)).join(''),
    ear: shown(EAR),
    device: shown(DEVICE),
  };
}

/** The outline of a turned ellipsoid is an ellipse: where its surface is seen edge-on. */
function skullOutline(pose: Quaternion): string {
  const axes: Vector3[] = [
    rotate(pose, [RADII[0], 0, 0]),
    rotate(pose, [0, RADII[1], 0]),
    rotate(pose, [0, 0, RADII[2]]),
  ];
  const across = axes.map((axis) => dot(axis, RIGHT)) as unknown as Vector3;
  const up = axes.map((axis) => dot(axis, UP)) as unknown as Vector3;
  const middle = rotate(pose, CENTRE);
  const points = Array.from({ length: 40 }, (_, index) => {
    const turn = (index / 40) * 2 * Math.PI;
    const [u, v] = [Math.cos(turn), Math.sin(turn)];
    // The point of the surface that reaches furthest towards (u, v).
    const reach: Vector3 = [
      u * across[0] + v * up[0],
      u * across[1] + v * up[1],
      u * across[2] + v * up[2],
    ];
    const length = Math.hypot(...reach);
    const x = dot(middle, RIGHT) + dot(reach, across) / length;
    const y = dot(middle, UP) + dot(reach, up) / length;
    return `${x.toFixed(1)} ${(-y).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}
