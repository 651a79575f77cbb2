/** A link that signs somebody in, or sets their password, is as good as their password. */
const SIGN_IN_LINK = /https?:\/\/[^\s"'<>]*\/(?:magic-link\/verify|reset-password)[^\s"'<>]*/g;

export const hideSignInLinks = (text: string): string => text.replaceAll(SIGN_IN_LINK, '[link shown only to its receiver]');
