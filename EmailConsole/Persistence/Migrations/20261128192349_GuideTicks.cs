using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class GuideTicks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GuideTicks",
                columns: table => new
                {
                    TenantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GuideId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GuideTicks", x => new { x.TenantId, x.GuideId, x.Step });
                    table.ForeignKey(
                        name: "FK_GuideTicks_Tenants_TenantId",
                        column: x => x.TenantId,
                        principalTable: "Tenants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GuideTicks");
        }
    }
}
