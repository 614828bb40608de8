import { useEffect, useRef } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useTexts } from '../texts/texts';
import { Choice } from '../shell/choice';
import { ACTIVES, SORTS, STATES, type useContentFilters } from './filters';
import styles from './filter-bar.module.css';

const TYPING_MS = 250;

type Filtering = ReturnType<typeof useContentFilters>;

/** What of the list is shown, and in which order. */
export function FilterBar({ filtering }: { filtering: Filtering }) {
  const { contents } = useTexts();
  const { filters, change, clear, isNarrowed } = filtering;
  return (
    <search className={styles.bar}>
      <SearchField filtering={filtering} />
      <Choice
        isLabelHidden
        label={contents.state}
        value={filters.state}
        options={STATES.map((state) => [state, contents.states[state || 'any']])}
        choose={(state) => change('state', state)}
      />
      <Choice
        isLabelHidden
        label={contents.active}
        value={filters.active}
        options={ACTIVES.map((active) => [active, contents.actives[active || 'any']])}
        choose={(active) => change('active', active)}
      />
      <Choice
        isLabelHidden
        label={contents.sort}
        value={filters.sort}
        options={SORTS.map((sort) => [sort, contents.sorts[sort]])}
        choose={(sort) => change('sort', sort)}
      />
      {isNarrowed && (
        <Button variant="subtle" onClick={clear}>
          {contents.clear}
        </Button>
      )}
    </search>
  );
}

/** Looks as one types, once the fingers rest. */
function SearchField({ filtering: { filters, change } }: { filtering: Filtering }) {
  const { contents } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const sought = useRef(filters.q);
  const look = useDebouncedCallback((text: string) => {
    sought.current = text.trim();
    change('q', sought.current);
  }, TYPING_MS);
  // The address changes by itself, too: by going back, or when filters are cleared.
  useEffect(() => {
    if (filters.q === sought.current || field.current === null) return;
    sought.current = filters.q;
    field.current.value = filters.q;
  }, [filters.q]);
  return (
    <TextInput
      ref={field}
      className={styles.search}
      type="search"
      aria-label={contents.search}
      placeholder={contents.search}
      maxLength={200}
      defaultValue={filters.q}
      onChange={(event) => look(event.currentTarget.value)}
    />
  );
}
