export class SetUpFailure extends Error {}
