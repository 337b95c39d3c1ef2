// A part of a page that the browser renders by itself: what changes within leaves the others alone.
export default {
  props: { tag: String },
  render() {
    return Vue.h(this.tag, this.$slots.default());
  },
};
