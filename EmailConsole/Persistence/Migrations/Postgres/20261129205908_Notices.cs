using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>What needs attention, and what was mailed of it.</summary>
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "iswithoutnotices",
                table: "accounts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    tenantid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    subjectid = table.Column<Guid>(type: "uuid", nullable: false),
                    openedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closedat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    toldat = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    istoldopen = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "text", maxLength: 400, nullable: false, collation: "C"),
                    words = table.Column<string>(type: "text", maxLength: 4000, nullable: false, collation: "C"),
                    cured = table.Column<string>(type: "text", maxLength: 400, nullable: false, collation: "C"),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => new { x.tenantid, x.kind, x.subjectid });
                    table.ForeignKey(
                        name: "fk_notices_tenants_tenantid",
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
                name: "notices");

            migrationBuilder.DropColumn(
                name: "iswithoutnotices",
                table: "accounts");
        }
    }
}
