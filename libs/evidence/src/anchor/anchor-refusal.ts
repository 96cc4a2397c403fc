/** Thrown when the mail server or the authority does not do what it is asked; the words are for people. */
export class AnchorRefusal extends Error {}
