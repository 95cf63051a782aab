using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>A tenant says whom its programs may name in From.</summary>
    public partial class OtherSenders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tenantsenders",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    mode = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    allowed = table.Column<string>(type: "text", maxLength: 25500, nullable: false, collation: "C"),
                    updatedby = table.Column<string>(type: "text", maxLength: 512, nullable: false, collation: "C"),
                    updatedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenantsenders", x => x.tenantid);
                    table.ForeignKey(
                        name: "fk_tenantsenders_tenants_tenantid",
                        column: x => x.tenantid,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tenantsenders");
        }
    }
}
