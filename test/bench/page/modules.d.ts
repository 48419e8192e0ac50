// Installed for the bench alone, so that there are no types for the compiler to read.
declare module '@unified-api/react-directory';
declare module '@unified-api/vuejs-directory';
declare module 'vue';
