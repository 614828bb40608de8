export { follow, type Follower, type FollowOptions } from './follow.js';
export type { Next, Now } from './shown-state.js';
export { player, type Player, type PlayerOptions } from './player.js';
export type { Video } from './answers.js';
