import 'codat-commerce-picker';
import 'codat-commerce-picker/strings/de';
