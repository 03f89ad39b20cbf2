// What components/event/reader-clocks.ts asks beside the page.
postMessage(Intl.DateTimeFormat().resolvedOptions().timeZone);
close();
