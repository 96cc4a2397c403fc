/** Why a pack cannot be made, in words for the person who asked. */
export class PackRefusal extends Error {}
