import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '@mantine/core';
import type { Session } from 'ar-video-rotation-client';
import { useLostSince } from '../service/connection';
import { useSession } from '../service/queries';
import { useTexts } from '../texts/texts';

type Role = Session['role'];

const RANKS: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/** Whether the person may do what takes a role; undefined: it is not known yet who they are. */
export function useMay(role: Role): boolean | undefined {
  const { data: session } = useSession();
  return session && RANKS[session.role] >= RANKS[role];
}

interface Act extends Pick<ButtonProps, 'variant' | 'size' | 'color' | 'loading' | 'className'> {
  /** Who may do it. */
  takes: Role;
  children: ReactNode;
  label?: string;
  onClick?: () => void;
  type?: 'button' | 'submit';
  disabled?: boolean;
}

/** Does something. Whoever may not sees it, and who may; and nothing is done while there is no connection. */
export function RoleButton({ takes, children, label, disabled = false, type = 'button', ...button }: Act) {
  const { account, edits } = useTexts();
  const may = useMay(takes) ?? false;
  const isLost = useLostSince() !== null;
  const why = may ? (isLost ? edits.noConnection : undefined) : edits.takesRole(account.roles[takes]);
  return (
    <Button
      {...button}
      type={type}
      disabled={disabled || !may || isLost}
      title={why}
      {...(label !== undefined && { 'aria-label': why === undefined ? label : `${label} (${why})` })}
    >
      {children}
    </Button>
  );
}
