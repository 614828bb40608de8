import { signInPage, signInScript, signInStyle } from '../console/sign-in-page.js';
import { defineRoute, type Route } from '../http/define-route.js';

const tag = 'People';

const page = (): Route =>
  defineRoute({
    operationId: 'getSignInPage',
    method: 'get',
    path: '/console/sign-in',
    tag,
    summary: 'The page on which browsers sign in and out',
    access: 'public',
    responses: { 200: { description: 'A page', contentType: 'text/html' } },
    handler: async () => signInPage(),
  });

const script = (): Route =>
  defineRoute({
    operationId: 'getSignInScript',
    method: 'get',
    path: '/console/sign-in.js',
    tag,
    summary: 'What makes that page work',
    access: 'public',
    responses: { 200: { description: 'A script', contentType: 'text/javascript' } },
    handler: async () => signInScript(),
  });

const style = (): Route =>
  defineRoute({
    operationId: 'getSignInStyle',
    method: 'get',
    path: '/console/sign-in.css',
    tag,
    summary: 'How that page looks',
    access: 'public',
    responses: { 200: { description: 'A style sheet', contentType: 'text/css' } },
    handler: async () => signInStyle(),
  });

/** The page of signing in, with its files. */
export const signInPageRoutes = (): Route[] => [page(), script(), style()];
