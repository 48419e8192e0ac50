// What `import 'codat-commerce-picker/types/…'` leads to when it is run: the types alone matter.
export {};
