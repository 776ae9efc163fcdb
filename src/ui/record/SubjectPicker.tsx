import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';

/** Who is recorded next: one of the project's people, or a new name. */
export function SubjectPicker() {
  const { t } = useTranslation('record');
  const { record } = useStudio();
  const { sessions } = useOpenProject();
  const subject = useStore(record.store, (state) => state.subject);
  const [draft, setDraft] = useState<string>();
  const known = [...new Set(sessions.map((one) => one.subject))].sort();
  const keep = () => {
    if (draft !== undefined) record.setSubject(draft);
    setDraft(undefined);
  };
  return (
    <Autocomplete
      label={t('controls.subject')}
      w="11rem"
      maxLength={40}
      data={known}
      // The whole list while nothing has been typed, not only names like the chosen one.
      {...(draft === undefined ? { filter: ({ options }) => options } : {})}
      value={draft ?? subject}
      onChange={setDraft}
      onOptionSubmit={(name) => {
        record.setSubject(name);
        setDraft(undefined);
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
      title={t('controls.subjectHelp')}
    />
  );
}
