import { createRawSnippet, type Snippet } from 'svelte'

/** Markup that this server rendered itself (`renderedOnce`), as a part of a page. Never for anything that was typed. */
export const asMarkup = (markup: string): Snippet => createRawSnippet(() => ({ render: () => markup }))
