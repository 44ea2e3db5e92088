/* The administration, a person's memberships: offers the departments of the row's region only. */
"use strict";
{
  const $ = django.jQuery;
  const inRow = (select, name) =>
    document.getElementsByName(select.name.replace(/[a-z]+$/, name))[0];
  let region = "";

  $(document).on("select2:opening", "select[name^='memberships-']", (event) => {
    const isDepartment = event.target.name.endsWith("-department");
    region = isDepartment ? inRow(event.target, "region").value : "";
  });

  $.ajaxPrefilter((request) => {
    if (region && /(^|&)field_name=department(&|$)/.test(request.data)) {
      request.data += `&region=${encodeURIComponent(region)}`;
    }
  });

  $(document).on("change", "select[name^='memberships-'][name$='-region']", (event) => {
    $(inRow(event.target, "department")).val(null).trigger("change");
  });
}
