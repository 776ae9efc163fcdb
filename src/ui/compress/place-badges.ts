/** A place in a drawing, px. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where a badge may stand beside its point, nearest first, in distances between badges. */
const PLACES: readonly Spot[] = [1, 2, 3, 4, 5, 6].flatMap((far) => [
  { x: far, y: 0 },
  { x: -far, y: 0 },
  { x: 0, y: -far },
  { x: 0, y: far },
]);

/** A point nearer to a badge than this, in distances between badges, is under it. */
const COVERED = 0.6;

/**
 * How far each badge stands from its point, so that no two are nearer than `apart` and none covers
 * another point, as far as there is room: on its point, else beside it. Earlier ones choose first.
 */
export function placeBadges(points: readonly Spot[], apart: number): readonly Spot[] {
  const placed: Spot[] = [];
  return points.map((point) => {
    const free = [{ x: 0, y: 0 }, ...PLACES].filter((place) => {
      const spot = at(point, place, apart);
      return placed.every((one) => distance(one, spot) >= apart - 1e-6);
    });
    const covers = (place: Spot) =>
      points.some(
        (one) => one !== point && distance(one, at(point, place, apart)) < apart * COVERED,
      );
    const offset = free.find((place) => !covers(place)) ?? free[0] ?? { x: 0, y: 0 };
    placed.push(at(point, offset, apart));
    return { x: offset.x * apart, y: offset.y * apart };
  });
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function at(point: Spot, place: Spot, apart: number): Spot {
  return { x: point.x + place.x * apart, y: point.y + place.y * apart };
}
