import { useState } from 'react';
import { useStudio } from '../parts/studio-context';

/** Whether the trace is shown; remembered. */
export function useDockOpen(): { readonly isOpen: boolean; toggle(): void } {
  const { platform } = useStudio();
  const [isOpen, setOpen] = useState(() => platform.preference('dock') !== 'closed');
  return {
    isOpen,
    toggle() {
      platform.setPreference('dock', isOpen ? 'closed' : 'open');
      setOpen(!isOpen);
    },
  };
}
