import type { Platform } from '#platform/platform';

/** The open project, held for this tab alone: two that change one would undo each other's work. */
export interface ProjectClaim {
  /** Lets go of the one held before. Resolves with whether this tab may change the project. */
  take(projectId: string): Promise<boolean>;
  leave(): void;
}

/** `onFree`: the project that was asked for last was not to be had, and now is. */
export function createProjectClaim(
  platform: Pick<Platform, 'claimAlone' | 'whenFree'>,
  onFree: (projectId: string) => void,
): ProjectClaim {
  let held: { readonly projectId: string; release(): void } | undefined;
  let waiting: AbortController | undefined;
  let asked = 0;

  function leave(): void {
    asked++;
    waiting?.abort();
    waiting = undefined;
    held?.release();
    held = undefined;
  }

  return {
    leave,

    async take(projectId) {
      if (held?.projectId === projectId) return true;
      leave();
      const mine = asked;
      const release = await platform.claimAlone(projectClaim(projectId));
      if (mine !== asked) {
        release?.();
        return false;
      }
      if (release) {
        held = { projectId, release };
        return true;
      }
      waiting = new AbortController();
      platform.whenFree(projectClaim(projectId), waiting.signal).then(
        () => onFree(projectId),
        () => undefined,
      );
      return false;
    },
  };
}

/** The name by which other tabs see that a project is being changed. */
export function projectClaim(projectId: string): string {
  return `project.${projectId}`;
}
