/** A link that signs somebody in, or sets their password, is as good as their password. */
const SIGN_IN_LINK = /https?:\/\/[^\s"'<>]*\/(?:magic-link\/verify|reset-password)[^\s"'<>]*/g;

/** A link that lets its holder act in a partner’s name. */
const ACT_LINK = /https?:\/\/[^\s"'<>]*\/portal\/link#[\w-]+/g;

export const hideActLinks = (text: string): string => text.replaceAll(ACT_LINK, '[link shown only to its receiver]');
export const hideSignInLinks = (text: string): string => text.replaceAll(SIGN_IN_LINK, '[link shown only to its receiver]');
