import './xhtml.js';
import './define.js';
