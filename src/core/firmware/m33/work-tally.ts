/** Counts how often each thing that costs instructions is done. */
export class WorkTally {
  readonly counts = new Map<string, number>();

  add(item: string, count: number): void {
    if (count > 0) this.counts.set(item, (this.counts.get(item) ?? 0) + count);
  }
}
